using ActivityTagging.Data;
using RnnCompiler;

namespace ActivityTagging.Models;

/// <summary>Tags each step from what was recorded until then, so it could also tag a stream.</summary>
[RnnModel(InputSize = RecordingSet.Features, SequenceLength = RecordingSet.Steps, Loss = Loss.CrossEntropy)]
[Gru(48)]
[Dropout(0.3)]
[Dense(Activities.Count, Activation = Activation.Softmax, Name = "head")]
public sealed partial class ForwardTagger;
