using SaaSOdoo.Api.Hosting;
using SaaSOdoo.CrashHost;

// The platform as it is, but for a death: at the step that Crash:Step names (Crash:When says before or after it is recorded), or at the
// mail that it sends (Crash:Mail).
await PlatformHost.Build(args, builder =>
{
    if (builder.Configuration["Crash:Mail"] is { } when)
        MailDeath.Of(when).Arm(builder.Services);
    else
        Death.Of(builder.Configuration).Arm(builder.Services);
}).RunAsync();
