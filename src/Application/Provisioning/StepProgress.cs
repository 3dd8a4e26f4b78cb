namespace SaaSOdoo.Application.Provisioning;

/// <summary>What a step reports to, if it may also say how much of it is done.</summary>
public interface IStepProgress : IProgress<string>
{
    /// <param name="percent">0 to 100.</param>
    void Report(int percent);
}

/// <summary>
/// Passes what a step reports to the journal without making the step wait. While one report is being written only the newest of the
/// following ones is kept: a template's build reports hundreds of lines a second.
/// </summary>
internal sealed class StepProgress(Func<string, int?, Task> write) : IStepProgress
{
    private readonly Lock gate = new();
    private string detail = "";
    private int? percent;
    private bool changed;
    private Task writing = Task.CompletedTask;

    public void Report(string value)
    {
        lock (gate)
            Keep(value, percent);
    }

    void IStepProgress.Report(int done)
    {
        lock (gate)
        {
            if (done != percent)
                Keep(detail, done);
        }
    }

    /// <summary>Waits for the last report; throws what writing it threw (a lost lease).</summary>
    public Task DrainAsync()
    {
        lock (gate)
            return writing;
    }

    private void Keep(string newest, int? done)
    {
        (detail, percent, changed) = (newest, done, true);
        if (writing.IsCompleted)
            writing = WriteAsync();
    }

    private async Task WriteAsync()
    {
        // The caller holds the gate until the first await.
        await Task.Yield();
        while (Take() is { } report)
            await write(report.Detail, report.Percent);
    }

    private (string Detail, int? Percent)? Take()
    {
        lock (gate)
        {
            if (!changed)
                return null;

            changed = false;
            return (detail, percent);
        }
    }
}
