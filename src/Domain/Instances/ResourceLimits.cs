using System.Globalization;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Instances;

/// <summary>What an instance may use.</summary>
/// <param name="Cpus">Cores, 0.1 to 8.0.</param>
public sealed record ResourceLimits(decimal Cpus, ByteSize Memory, ByteSize Storage)
{
    public const decimal MinCpus = 0.1m;
    public const decimal MaxCpus = 8.0m;
    public const long MinMemory = 256L << 20;
    public const long MinStorage = 1L << 30;

    public static Result<ResourceLimits> Create(decimal cpus, string? memory, string? storage)
    {
        var errors = new Errors();
        if (cpus is < MinCpus or > MaxCpus || decimal.Round(cpus, 2) != cpus)
            errors.Take(Result.Failure(Error.Invalid("cpu_limit", "instance.cpu_limit_invalid", "Give 0.1 to 8.0 cores, at most two decimals.")));

        var memorySize = errors.Take(AtLeast(ByteSize.Create("memory_limit", memory), "memory_limit", MinMemory, "256M"));
        var storageSize = errors.Take(AtLeast(ByteSize.Create("storage_limit", storage), "storage_limit", MinStorage, "1G"));
        return errors.Any ? errors.ToError() : new ResourceLimits(cpus, memorySize!, storageSize!);
    }

    /// <summary>Refuses what the plan does not allow, naming every limit that is too high.</summary>
    public Result Within(ResourceCeiling ceiling)
    {
        var errors = new Errors();
        if (Cpus > ceiling.Cpus)
            errors.Take(TooHigh("cpu_limit", string.Create(CultureInfo.InvariantCulture, $"{ceiling.Cpus:0.##} cores")));
        if (Memory.Bytes > ceiling.MemoryBytes)
            errors.Take(TooHigh("memory_limit", ByteSize.Show(ceiling.MemoryBytes)));
        if (Storage.Bytes > ceiling.StorageBytes)
            errors.Take(TooHigh("storage_limit", ByteSize.Show(ceiling.StorageBytes)));

        return errors.Any ? errors.ToError() with { Code = "instance.limit_above_plan" } : Result.Success;
    }

    private static Result TooHigh(string field, string most) =>
        Error.Invalid(field, "instance.limit_above_plan", $"The plan allows at most {most} for each instance.");

    private static Result<ByteSize> AtLeast(Result<ByteSize> size, string field, long bytes, string shown) =>
        !size.IsFailure && size.Value.Bytes < bytes ? Error.Invalid(field, "size.too_small", $"Give at least {shown}.") : size;
}

/// <summary>The most a plan allows one instance: cores, bytes, bytes.</summary>
public sealed record ResourceCeiling(decimal Cpus, long MemoryBytes, long StorageBytes);
