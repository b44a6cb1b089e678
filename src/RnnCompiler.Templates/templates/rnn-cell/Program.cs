using RnnCompiler;
using RnnCompiler.Cells;

// The cell is plain C#: 0.5 · 0.5 + 0.5 · tanh(2 · 1 + 0 · 0.5).
Vector next = Leaky.Step(x: new([1.0]), h: new([0.5]), W: new(1, 1, [2.0]), U: new(1, 1, [0.0]), a: new([0.0]));
Console.WriteLine($"a step of the cell: {next[0]:F4}");

// The compiled network learns to repeat noise three steps later.
const int Rows = 16;
const int Length = EchoModel.SequenceLength;
const int Delay = 3;
Random random = new(1);
float[] inputs = new float[Rows * Length];
float[] targets = new float[Rows * Length];

var model = EchoModel.Create(seed: 1);
using var trainer = model.CreateTrainer(new Adam(0.005f), batchSize: Rows);
for (int update = 1; update <= 3000; update++)
{
    for (int i = 0; i < inputs.Length; i++)
        inputs[i] = random.NextSingle() - 0.5f;
    for (int row = 0; row < Rows; row++)
        inputs.AsSpan(row * Length, Length - Delay).CopyTo(targets.AsSpan(row * Length + Delay));
    float loss = trainer.Step(inputs, targets);
    if (update % 1000 == 0)
        Console.WriteLine($"loss after {update} updates: {loss:E1}");
}

float[] outputs = new float[Length];
model.Forward(inputs.AsSpan(0, Length), outputs);
Console.WriteLine($"input {inputs[Length - 1 - Delay]:F3}, three steps later {outputs[^1]:F3}");
