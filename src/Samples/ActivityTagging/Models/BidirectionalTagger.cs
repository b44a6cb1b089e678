using ActivityTagging.Data;
using RnnCompiler;

namespace ActivityTagging.Models;

/// <summary>Tags each step from the whole recording: the probability of each activity.</summary>
[RnnModel(InputSize = RecordingSet.Features, SequenceLength = RecordingSet.Steps, Loss = Loss.CrossEntropy)]
[Gru(48, Bidirectional = true)]
[Dropout(0.3)]
[Dense(Activities.Count, Activation = Activation.Softmax, Name = "head")]
public sealed partial class BidirectionalTagger;
