using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>A host of its own for each test: queues and events of others would be taken for its own.</summary>
public abstract class OperationHostTest : IAsyncLifetime
{
    private protected PlatformDatabase Database { get; } = new();

    private protected OperationHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Database.InitializeAsync();
        Host = Open();
    }

    public virtual async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }

    private protected virtual OperationHost Open() => new(Database);
}
