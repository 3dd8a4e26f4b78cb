namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>What was done under a lock was broken off, because the connection that held the lock ended: somebody else may be at it.</summary>
internal sealed class LockLostException(string name, Exception inner)
    : Exception($"The lock \"{name}\" was lost with its connection to the platform's database; its holder stopped and left everything as it was.", inner);
