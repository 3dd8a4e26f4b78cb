using SaaSOdoo.Application.Backups;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>Throw-away copies; Odoo serves each.</summary>
internal sealed partial class FakeRuntime : IBackupProofs
{
    /// <summary>What is found in a loaded database, and in its archive.</summary>
    public ArchiveContents Contents { get; set; } = new(new Dictionary<string, string>(), new Dictionary<string, long>(), 0);

    public async Task<ArchiveContents> ReadAsync(InstanceData copy, Stream archive, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken, "ReadCopy");
        return Contents;
    }

    public async Task BootAsync(InstanceData copy, BackupProofId proof, string password, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken, "Boot");
        Copies.TryGetValue(copy.Database, out var neutralised).ShouldBeTrue();
        neutralised.ShouldBeTrue();
        Roles[copy.Role].ShouldBe(password);
    }

    public Task EndAsync(InstanceData copy, CancellationToken cancellationToken) => CallAsync(cancellationToken, "EndBoot");
}
