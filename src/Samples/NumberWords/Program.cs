using System.Diagnostics;
using NumberWords.Data;
using NumberWords.Models;
using RnnCompiler;

int rows = int.Parse(args[0]); float lr = float.Parse(args[1]); double seconds = double.Parse(args[2]); long updates = long.Parse(args[3]);
var random = new Random(1);
var held = new HashSet<int>();
while (held.Count < 2000) held.Add(random.Next(1000000));
using var model = NumberTranslator.Create(1);
using var trainer = model.CreateTrainer(new Adam(lr), rows, new TrainerOptions { Threads = 2, Clipping = GradientClipping.ByNorm(1), Schedule = LearningRateSchedule.LinearWarmUp(100, LearningRateSchedule.Cosine(updates, 0.01)) });
int[] words = new int[rows * 72], answer = new int[rows * 7], lengths = new int[rows], al = new int[rows];
var sw = Stopwatch.StartNew(); double sum = 0; double tdata = 0; var sd = new Stopwatch();
for (long u = 1; sw.Elapsed.TotalSeconds < seconds && u <= updates; u++)
{
    sd.Start();
    for (int r = 0; r < rows; r++)
    {
        int n;
        do { int most = random.Next(2) == 0 ? 1000000 : (int)Math.Pow(10, 1 + random.Next(6)); n = random.Next(most); } while (held.Contains(n));
        lengths[r] = Alphabet.Encode(Language.All[random.Next(2)].Words(n), words.AsSpan(r * 72, 72));
        al[r] = Answer.Encode(n, answer.AsSpan(r * 7, 7));
    }
    sd.Stop();
    sum += trainer.Step(words, answer, lengths, al);
    if (u % 200 == 0)
    {
        Console.Write($"{u} {sw.Elapsed.TotalSeconds:F1}s data {sd.Elapsed.TotalSeconds:F1} loss {sum / 200:F4}"); sum = 0;
        if (u % 600 == 0) Eval(300);
        Console.WriteLine();
    }
}
Eval(2000);
void Eval(int count)
{
    var se = Stopwatch.StartNew();
    foreach (var language in Language.All)
    {
        int right = 0; int[] w = new int[72], t = new int[7];
        foreach (int n in held.Take(count))
        {
            int[] l = [Alphabet.Encode(language.Words(n), w)];
            int c = model.Generate(w, l, t, new GenerationOptions());
            if (Answer.Decode(t.AsSpan(0, c)) == n.ToString()) right++;
        }
        Console.Write($" {language.Name} {100.0 * right / count:F2}");
    }
    Console.Write($" eval {se.Elapsed.TotalSeconds:F1}s");
}
