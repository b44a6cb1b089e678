using RnnCompiler;

// The series is a sine. Each of 32 rows holds 20 values, and its target is the value that follows them.
const int Rows = 32;
const int Length = SeriesModel.SequenceLength;
float[] inputs = [.. Enumerable.Range(0, Rows * Length).Select(Value)];
float[] targets = [.. Enumerable.Range(1, Rows).Select(row => Value(row * Length))];

var model = SeriesModel.Create(seed: 1);
using var trainer = model.CreateTrainer(new Adam(0.003f), batchSize: Rows);
float loss = 0;
for (int update = 0; update < 2000; update++)
    loss = trainer.Step(inputs, targets);   // forward, back-propagation through time, update of the parameters
Console.WriteLine($"loss after 2000 updates: {loss:E1}");

// A whole sequence in one call.
float[] prediction = new float[1];
model.Forward(inputs.AsSpan(0, Length), prediction);
Console.WriteLine($"predicted {prediction[0]:F3}, true {Value(Length):F3}");

// The same, one value at a time, as a stream delivers them.
var state = model.CreateState();
for (int t = 0; t < Length; t++)
    model.Step(state, [Value(t)], prediction);
Console.WriteLine($"streamed  {prediction[0]:F3}");

model.Save("series.safetensors");           // SeriesModel.Load reads it

static float Value(int t) => MathF.Sin(0.3f * t);
