using System.Globalization;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Provisioning;

/// <summary>
/// Where an instance lives and under which physical names. Written by convergence only (one operation at a time), so it never collides
/// with what customers change. Names come from the instance's id, never from what people typed.
/// </summary>
public sealed class InstanceAllocation
{
    private InstanceAllocation()
    {
    }

    public InstanceId InstanceId { get; private set; }

    /// <summary>Grows with every run of an operation and guards every save: a run that was taken over by another cannot write.</summary>
    public int Fence { get; private set; }

    public DatabaseServerId? DatabaseServerId { get; private set; }
    public DatabaseServer? DatabaseServer { get; private set; }

    /// <summary>Content id of the image it was provisioned with; a new image under the same name changes nothing until an update.</summary>
    public string? ImageId { get; private set; }

    /// <summary>Port reserved on the runtime's host; null while it does not run.</summary>
    public int? Port { get; private set; }

    /// <summary>The port it had last: asked for first, so that its address stays where that is possible.</summary>
    public int? LastPort { get; private set; }

    /// <summary>The address that Odoo's database was last told; it has to follow <see cref="Url"/>.</summary>
    public Uri? ToldUrl { get; private set; }
    public Uri? Url { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>Number of the data in use: a database and a volume. A restore fills other ones, and then this number changes.</summary>
    public int Generation { get; private set; }

    /// <summary>The highest number that was ever given: none is given twice, so that nothing old is taken for new.</summary>
    public int LastGeneration { get; private set; }

    /// <summary>Number of the data beside those in use: the next ones when it is higher than theirs, else the former ones.</summary>
    public int? SpareGeneration { get; private set; }

    /// <summary>The operation that has made the spare data; only it puts them in use.</summary>
    public OperationId? SpareOperation { get; private set; }

    public bool IsSwitched => SpareGeneration < Generation;

    public string Workload => WorkloadOf(InstanceId);

    public string Volume => VolumeOf(InstanceId, Generation);

    public string Database => DatabaseOf(InstanceId, Generation);

    public string Role => RoleOf(InstanceId);

    public static string WorkloadOf(InstanceId instance) => $"saasodoo-{instance.ShortId}";

    public static string RoleOf(InstanceId instance) => $"odoo_{instance.ShortId}";

    public static string VolumeOf(InstanceId instance, int generation) =>
        generation == 0 ? WorkloadOf(instance) : string.Create(CultureInfo.InvariantCulture, $"{WorkloadOf(instance)}-g{generation}");

    /// <summary>Ends with the instance's id, as all its names do.</summary>
    public static string DatabaseOf(InstanceId instance, int generation) =>
        generation == 0 ? RoleOf(instance) : string.Create(CultureInfo.InvariantCulture, $"odoo_g{generation}_{instance.ShortId}");

    /// <param name="name">A volume's or database's. The instance's id in it is hexadecimal: the only g is the generation's.</param>
    public static int GenerationOf(string name) =>
        int.TryParse(string.Concat(name.SkipWhile(c => c != 'g').Skip(1).TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            ? generation : 0;

    public static InstanceAllocation Of(InstanceId instance) => new() { InstanceId = instance };

    /// <summary>From here on only who reads it now may write.</summary>
    public void TakeOver() => Fence++;

    public void AllocateServer(DatabaseServer server) => (DatabaseServerId, DatabaseServer) = (server.Id, server);

    public void ReleaseServer() => (DatabaseServerId, DatabaseServer) = (null, null);

    public void PinImage(string imageId) => ImageId = imageId;

    public void Reserve(int port, Uri url) => (Port, LastPort, Url) = (port, port, url);

    public void Told(Uri url) => ToldUrl = url;

    public void Publish(DateTimeOffset now) => PublishedAt = now;

    public void Withdraw() => PublishedAt = null;

    /// <summary>Gives the port back; the next start asks for it again, and gets another if it is taken by then.</summary>
    public void FreePort() => (LastPort, Port, Url, PublishedAt) = (Port ?? LastPort, null, null, null);

    /// <summary>Gives the data to come a number, once for each operation. Those of an earlier operation have to be discarded before.</summary>
    public void PrepareSpare(OperationId operation)
    {
        if (SpareGeneration is null)
            (SpareGeneration, SpareOperation) = (++LastGeneration, operation);
    }

    /// <summary>Puts the spare data in use, and makes those in use the spare ones. Odoo has to be told its address again.</summary>
    public void SwitchData()
    {
        if (SpareGeneration is not { } spare)
            throw new InvalidOperationException("There are no data to switch to: the plan lacks a step before this one.");

        (Generation, SpareGeneration, ToldUrl) = (spare, Generation, null);
    }

    public void ForgetSpare() => (SpareGeneration, SpareOperation) = (null, null);

    /// <summary>For one that was terminated and lives again: its data have been dropped.</summary>
    public void BeginAnew() => (Generation, ToldUrl) = (++LastGeneration, null);

    /// <summary>Somebody else on the host has the port, and will keep it.</summary>
    public void LosePort()
    {
        FreePort();
        LastPort = null;
    }
}
