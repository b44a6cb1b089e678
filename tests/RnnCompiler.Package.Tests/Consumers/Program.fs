open System
open System.IO
open System.Globalization
open Models
open RnnCompiler

let write (word: string) (number: float32) = Console.WriteLine(word + " " + number.ToString("R", CultureInfo.InvariantCulture))

let model = Series.Create(1UL)
let input = Array.init Series.SequenceLength (fun i -> MathF.Sin(0.3f * float32 i))
let output = Array.zeroCreate<float32> 1
model.Forward(ReadOnlySpan<float32>(input), Span<float32>(output))
write "forward" output[0]

let state = model.CreateState()
for value in input do
    model.Step(state, ReadOnlySpan<float32>([| value |]), Span<float32>(output))
write "step" output[0]

let trainer = model.CreateTrainer(Adam(0.01f), 1)
let mutable loss = 0.0f
for _ in 1 .. 20 do
    loss <- trainer.Step(ReadOnlySpan<float32>(input), ReadOnlySpan<float32>([| 0.5f |]))
trainer.Dispose()
write "loss" loss

let file = Path.Combine(AppContext.BaseDirectory, "series.safetensors")
model.Save(file)
Series.Load(file).Forward(ReadOnlySpan<float32>(input), Span<float32>(output))
write "loaded" output[0]
model.Forward(ReadOnlySpan<float32>(input), Span<float32>(output))
write "trained" output[0]
