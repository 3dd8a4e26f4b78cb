using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Backups.Restores;

/// <summary>A generation of an instance that restores fill, and what tests look at in it.</summary>
internal sealed class RestoredData(RealOdoo odoo, ServiceProvider services, InstanceData data, Guid instance, string password) : IAsyncDisposable
{
    public static readonly RestoreLimits Limits = new(1L << 30, 1L << 30, TimeSpan.FromMinutes(3));

    private static readonly Dictionary<string, string> NoLabels = [];

    public InstanceData Data => data;

    public Guid Instance => instance;

    public string Password => password;

    public IBackupRestores Restores => services.GetRequiredService<IBackupRestores>();

    public List<string> Said { get; } = [];

    public IProgress<string> Progress => new Listener(Said);

    /// <summary>With its role, and nothing else yet.</summary>
    public static async Task<RestoredData> NewAsync(RealOdoo odoo, ServiceProvider services, string version = "19.0", int generation = 1)
    {
        var id = Guid.CreateVersion7();
        var suffix = id.ToString("N")[^12..];
        var (role, password) = ($"odoo_{suffix}", RandomNumberGenerator.GetHexString(24));
        var database = $"odoo_g{generation}_{suffix}";
        await odoo.Databases.EnsureRoleAsync(odoo.Server, database, role, password, CancellationToken.None);
        var spec = await odoo.SpecAsync(version);
        return new(odoo, services, new(odoo.Server, database, role, odoo.Docker.Name("restored"), spec.ImageId, version), id, password);
    }

    public Task LoadDatabaseAsync(Stream archive, RestoreLimits? limits = null, CancellationToken cancellationToken = default) =>
        Restores.LoadDatabaseAsync(data, instance, archive, limits ?? Limits, Progress, cancellationToken);

    public Task LoadFilesAsync(Stream archive, RestoreLimits? limits = null) =>
        Restores.LoadFilesAsync(data, NoLabels, archive, limits ?? Limits, Progress, CancellationToken.None);

    public Task<List<string>> ReadAsync(string sql) => odoo.ReadAsync(data.Database, sql);

    public async ValueTask DisposeAsync()
    {
        await Restores.DiscardAsync(data, CancellationToken.None);
        await odoo.Databases.DropRoleAsync(odoo.Server, data.Role, CancellationToken.None);
    }

    private sealed class Listener(List<string> said) : IProgress<string>
    {
        public void Report(string value)
        {
            lock (said)
                said.Add(value);
        }
    }
}
