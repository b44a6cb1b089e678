using System.Diagnostics.Metrics;

namespace RnnCompiler;

/// <summary>Instruments of <c>Fit</c> under the meter <c>RnnCompiler</c>, for listeners such as <c>dotnet-counters</c> and OpenTelemetry.</summary>
internal static class FitInstruments
{
    private static readonly Meter s_meter = new("RnnCompiler");

    private static readonly Counter<long> s_batches = s_meter.CreateCounter<long>("rnncompiler.fit.batches", "{batch}", "Batches that were trained.");
    private static readonly Counter<long> s_rows = s_meter.CreateCounter<long>("rnncompiler.fit.rows", "{row}", "Rows that were trained.");
    private static readonly Counter<long> s_epochs = s_meter.CreateCounter<long>("rnncompiler.fit.epochs", "{epoch}", "Epochs that ended.");
    private static readonly Gauge<double> s_batchLoss = s_meter.CreateGauge<double>("rnncompiler.fit.batch.loss", description: "Mean loss of the last batch.");
    private static readonly Gauge<double> s_loss = s_meter.CreateGauge<double>("rnncompiler.fit.loss", description: "Mean loss of the last epoch.");
    private static readonly Gauge<double> s_validationLoss =
        s_meter.CreateGauge<double>("rnncompiler.fit.validation_loss", description: "Mean loss of the validation rows after the last epoch.");

    private static readonly Gauge<double> s_learningRate =
        s_meter.CreateGauge<double>("rnncompiler.fit.learning_rate", description: "Learning rate of the optimizer in the last epoch, without the schedule.");

    private static readonly Gauge<double> s_metric =
        s_meter.CreateGauge<double>("rnncompiler.fit.metric", description: "Metric of the validation rows after the last epoch; the tag metric has its name.");

    /// <summary>Records a batch.</summary>
    public static void Record(BatchLoss batch)
    {
        s_batches.Add(1);
        s_rows.Add(batch.Rows);
        s_batchLoss.Record(batch.Loss);
    }

    /// <summary>Records an epoch.</summary>
    public static void Record(FitEpoch epoch)
    {
        s_epochs.Add(1);
        s_loss.Record(epoch.Loss);
        s_learningRate.Record(epoch.LearningRate);
        if (epoch.ValidationLoss is { } validation)
            s_validationLoss.Record(validation);
        foreach ((Metric metric, double value) in epoch.Metrics)
            s_metric.Record(value, new KeyValuePair<string, object?>("metric", metric.ToString()));
    }
}
