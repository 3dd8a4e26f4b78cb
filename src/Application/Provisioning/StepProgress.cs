namespace SaaSOdoo.Application.Provisioning;

/// <summary>
/// Passes what a step reports to the journal without making the step wait. While one report is being written only the newest of the
/// following ones is kept: a template's build reports hundreds of lines a second.
/// </summary>
internal sealed class StepProgress(Func<string, Task> write) : IProgress<string>
{
    private readonly Lock gate = new();
    private string? newest;
    private Task writing = Task.CompletedTask;

    public void Report(string value)
    {
        lock (gate)
        {
            newest = value;
            if (writing.IsCompleted)
                writing = WriteAsync();
        }
    }

    /// <summary>Waits for the last report; throws what writing it threw (a lost lease).</summary>
    public Task DrainAsync()
    {
        lock (gate)
            return writing;
    }

    private async Task WriteAsync()
    {
        // The caller holds the gate until the first await.
        await Task.Yield();
        while (Take() is { } text)
            await write(text);
    }

    private string? Take()
    {
        lock (gate)
        {
            var text = newest;
            newest = null;
            return text;
        }
    }
}
