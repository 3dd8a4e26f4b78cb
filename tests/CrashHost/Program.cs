using SaaSOdoo.Api.Hosting;
using SaaSOdoo.CrashHost;

// The platform as it is, but for a death at the step that Crash:Step names (Crash:When says before or after it is recorded).
await PlatformHost.Build(args, builder => Death.Of(builder.Configuration).Arm(builder.Services)).RunAsync();
