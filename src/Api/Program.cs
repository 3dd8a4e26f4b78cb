using SaaSOdoo.Api.Hosting;

await PlatformHost.Build(args).RunAsync();
