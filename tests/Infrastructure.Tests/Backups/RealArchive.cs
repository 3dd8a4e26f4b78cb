using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Backups;

/// <summary>Data of a real Odoo that was never started, of which archives are made.</summary>
internal sealed record RealArchive(TemplateSpec Spec, InstanceData Data)
{
    public const string Login = "owner@example.com";
    public const string Password = "Customers-Own-1";
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    public static async Task<RealArchive> SourceAsync(RealOdoo odoo, string version, bool demo = false)
    {
        var spec = await odoo.SpecAsync(version, demo);
        var template = await odoo.TemplateAsync(spec);
        var values = new DatabaseInitialization(
            Guid.CreateVersion7(Now), spec.OdooVersion, Login, OdooPasswordHash.Of(Password, spec.OdooVersion), new("https://acme.example.com"), Now);
        var (name, _) = await odoo.NewInstanceAsync(template, values);
        var data = new InstanceData(odoo.Server, name, name, odoo.Docker.Name("source"), spec.ImageId, spec.OdooVersion);
        await odoo.Runtime.EnsureVolumeAsync(data.Volume, new Dictionary<string, string>(), CancellationToken.None);
        await odoo.Runtime.SeedVolumeAsync(
            new(template.Volume, OdooConfiguration.DataDirectory, $"filestore/{template.Database}"),
            new(data.Volume, OdooConfiguration.DataDirectory, $"filestore/{name}"),
            spec.ImageId,
            CancellationToken.None);
        return new(spec, data);
    }

    public async Task<(BackupManifest Manifest, MemoryStream Archive)> ArchiveAsync(ServiceProvider services)
    {
        var archive = new MemoryStream();
        var manifest = await services.GetRequiredService<IBackupArchives>().WriteAsync(Data, archive, new Progress<string>(), CancellationToken.None);
        return (manifest, archive);
    }
}
