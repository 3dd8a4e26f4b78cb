using SaaSOdoo.Api.Hosting;
using SaaSOdoo.CrashHost;

// The platform as it is, but for a kill switch: at the step that Crash:Step names (Crash:When says before or after it is recorded), at the mail
// (Crash:Mail) or webhook (Crash:Webhook) that it sends, or, with Crash:When=committing, when the first tenant that is opened would be
// committed.
await PlatformHost.Build(args, builder =>
{
    if (builder.Configuration["Crash:Mail"] is { } when)
        MailKillSwitch.Of(when).Arm(builder.Services);
    else if (builder.Configuration["Crash:When"] == "committing")
        CommitKillSwitch.Arm(builder.Services);
    else if (builder.Configuration["Crash:Webhook"] is { } whenTold)
        WebhookKillSwitch.Of(whenTold).Arm(builder.Services);
    else
        StepKillSwitch.Of(builder.Configuration).Arm(builder.Services);
}).RunAsync();
