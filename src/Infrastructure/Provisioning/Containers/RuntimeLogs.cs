using System.Globalization;
using System.Runtime.CompilerServices;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Output of a workload; of one that does not exist there is none.</summary>
internal sealed class RuntimeLogs(RuntimeContainers containers, LogLines lines)
{
    public async IAsyncEnumerable<string> ReadAsync(
        string name, int tail, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await containers.FindAsync(name, cancellationToken) is not { } found)
            yield break;

        var last = Math.Max(tail, 0).ToString(CultureInfo.InvariantCulture);
        await foreach (var line in lines.ReadAsync(found.ID, last, follow, cancellationToken))
            yield return line;
    }
}
