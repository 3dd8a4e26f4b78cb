using SaaSOdoo.Api.Hosting;
using SaaSOdoo.CrashHost;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Webhooks;

// The platform as it is, but for a kill switch: at the step that Crash:Step names (Crash:When says before or after it is recorded), at the
// mail (Crash:Mail) or webhook (Crash:Webhook) that it sends, the payment (Crash:Payment) that it makes, or, with Crash:When=committing, when the first tenant that is opened would
// be committed.
await PlatformHost.Build(args, builder =>
{
    if (builder.Configuration["Crash:Mail"] is { } when)
        SendingKillSwitch.Arm<OutgoingMail>(builder.Services, when, "mails", mail => mail.Status == MailStatus.Sent);
    else if (builder.Configuration["Crash:When"] == "committing")
        CommitKillSwitch.Arm(builder.Services);
    else if (builder.Configuration["Crash:Webhook"] is { } whenTold)
        SendingKillSwitch.Arm<WebhookDelivery>(builder.Services, whenTold, "webhook_deliveries", delivery => delivery.AttemptLog.Count > 0);
    else if (builder.Configuration["Crash:Payment"] is { } whenPaid)
        PaymentKillSwitch.Arm(builder.Services, whenPaid);
    else
        StepKillSwitch.Of(builder.Configuration).Arm(builder.Services);
}).RunAsync();
