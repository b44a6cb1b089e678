namespace RnnCompiler.Runtime.Tests;

/// <summary>Divisions and orders of training rows.</summary>
public class TrainingDataTests
{
    [Theory]
    [InlineData(10, 0.8, 8)]
    [InlineData(7, 0.5, 3)]
    [InlineData(3, 0.9, 2)]
    public void A_split_keeps_the_order_and_rounds_down(int rows, double fraction, int first)
    {
        (TrainingData train, TrainingData validation) = Numbered(rows).Split(fraction);
        Assert.Equal(Enumerable.Range(0, first), Order(train, null, 0));
        Assert.Equal(Enumerable.Range(first, rows - first), Order(validation, null, 0));
    }

    [Fact]
    public void A_random_split_is_a_function_of_its_seed_and_loses_no_row()
    {
        int[] Train(ulong seed) => Order(Numbered(100).SplitRandom(0.8, seed).Train, null, 0);

        Assert.Equal(Train(1), Train(1));
        Assert.NotEqual(Train(1), Train(2));
        (TrainingData train, TrainingData validation) = Numbered(100).SplitRandom(0.8, 1);
        Assert.Equal((80, 20), (Order(train, null, 0).Length, Order(validation, null, 0).Length));
        Assert.Equal(Enumerable.Range(0, 100), Order(train, null, 0).Concat(Order(validation, null, 0)).Order());
    }

    [Fact]
    public void A_part_can_be_divided_again()
    {
        (TrainingData rest, TrainingData test) = Numbered(10).Split(0.8);
        (TrainingData train, TrainingData validation) = rest.Split(0.75);
        Assert.Equal([0, 1, 2, 3, 4, 5], Order(train, null, 0));
        Assert.Equal([6, 7], Order(validation, null, 0));
        Assert.Equal([8, 9], Order(test, null, 0));
    }

    [Fact]
    public void Each_epoch_has_an_order_of_its_own_and_each_row_once()
    {
        int[] first = Order(Numbered(50), 3, 0), second = Order(Numbered(50), 3, 1);
        Assert.Equal(first, Order(Numbered(50), 3, 0));
        Assert.NotEqual(first, second);
        Assert.Equal(Enumerable.Range(0, 50), first.Order());
        Assert.Equal(Enumerable.Range(0, 50), second.Order());
    }

    [Fact]
    public void A_shuffle_has_each_order_equally_often()
    {
        // χ² of the 24 orders of 4 rows over 24,000 seeds, 23 degrees of freedom: above 60 with a probability below 4e-5.
        Dictionary<string, int> counts = [];
        for (ulong seed = 0; seed < 24_000; seed++)
        {
            int[] rows = [0, 1, 2, 3];
            RowShuffle.Shuffle(rows, seed, 0);
            string order = string.Concat(rows);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(static count => (count - 1000.0) * (count - 1000.0) / 1000), 0, 60);
    }

    [Fact]
    public void Fractions_out_of_range_and_divisions_of_enumerations_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(10).Split(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(10).Split(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(10).SplitRandom(double.NaN, 1));
        Assert.Throws<NotSupportedException>(() => TrainingData.From(Array.Empty<TrainingBatch<float, float>>()).Split(0.5));
        Assert.Throws<ArgumentNullException>(() => TrainingData.From<float, float>(null!, new float[1]));
    }

    private static TrainingData Numbered(int rows)
    {
        float[] numbers = [.. Enumerable.Range(0, rows).Select(static row => (float)row)];
        return TrainingData.From(numbers, new float[rows], numbers);
    }

    private static int[] Order(TrainingData data, ulong? seed, int epoch)
    {
        using BatchSource<float, float> source = ((TrainingData<float, float>)data).Open("data", 1, 1, 4);
        source.Begin(epoch, seed);
        List<int> rows = [];
        while (source.MoveNext())
        {
            Assert.Equal(source.Current.Inputs.ToArray(), source.Current.Weights.ToArray());
            rows.AddRange(source.Current.Inputs.ToArray().Select(static value => (int)value));
        }

        Assert.Equal(rows.Count, source.RowCount);
        return [.. rows];
    }
}
