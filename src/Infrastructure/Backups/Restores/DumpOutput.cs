using System.Buffers;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>Takes what the lexer lets through. A statement is held until it is known whether it stays, if it is short.</summary>
internal sealed class DumpOutput
{
    private const int LongestHeld = 64 * 1024;

    private readonly ArrayBufferWriter<byte> passed = new();
    private readonly ArrayBufferWriter<byte> held = new();

    public bool IsHolding { get; private set; }

    public ReadOnlySpan<byte> Held => held.WrittenSpan;

    public int HeldLength => held.WrittenCount;

    public ReadOnlyMemory<byte> Passed => passed.WrittenMemory;

    /// <summary>What was passed has been taken.</summary>
    public void Taken() => passed.ResetWrittenCount();

    public void Hold() => IsHolding = true;

    public void Write(byte next)
    {
        var target = IsHolding ? held : passed;
        target.GetSpan(1)[0] = next;
        target.Advance(1);
        ReleaseWhenLong();
    }

    public void Write(ReadOnlySpan<byte> text)
    {
        (IsHolding ? held : passed).Write(text);
        ReleaseWhenLong();
    }

    /// <summary>What was held goes through.</summary>
    public void Release()
    {
        passed.Write(held.WrittenSpan);
        Drop();
    }

    /// <summary>What was held is left out.</summary>
    public void Drop()
    {
        held.ResetWrittenCount();
        IsHolding = false;
    }

    private void ReleaseWhenLong()
    {
        if (held.WrittenCount > LongestHeld)
            Release();
    }
}
