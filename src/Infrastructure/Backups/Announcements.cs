namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>Says where work stands, but not more than once a second.</summary>
internal sealed class Announcements(IProgress<string> progress, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private long? said;

    public void Say(string words)
    {
        said = clock.GetTimestamp();
        progress.Report(words);
    }

    public void SayOften(Func<string> words)
    {
        if (said is not { } at || clock.GetElapsedTime(at) >= Pause)
            Say(words());
    }
}
