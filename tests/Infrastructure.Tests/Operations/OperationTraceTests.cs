using System.Collections.Concurrent;
using System.Diagnostics;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>The work of an operation belongs to the trace of the request that asked for it, down to its SQL.</summary>
public sealed class OperationTraceTests : OperationHostTest
{
    [Fact]
    public async Task Operation_steps_and_statements_carry_the_trace_of_the_request()
    {
        var trace = ActivityTraceId.CreateRandom();
        var request = ActivitySpanId.CreateRandom();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener();
        listener.ShouldListenTo = source => source.Name is "SaaSOdoo" or "Npgsql";
        listener.Sample = (ref _) => ActivitySamplingResult.AllData;
        listener.ActivityStopped = spans.Enqueue;
        ActivitySource.AddActivityListener(listener);
        var (instance, operation) = await Host.OrderAsync();
        await Host.ExecuteAsync($"update operations set trace_parent = '00-{trace}-{request}-01' where id = '{operation.Value}'");

        await Host.RunNextAsync();

        var ours = spans.Where(s => s.TraceId == trace).ToList();
        var root = ours.Single(s => s.OperationName == "operation Provision");
        root.ParentSpanId.ShouldBe(request);
        root.GetTagItem("saasodoo.instance").ShouldBe(instance.Value);
        ours.Select(s => s.OperationName).ShouldContain("step EnsureDatabase");
        ours.ShouldContain(s => s.Source.Name == "Npgsql");
    }
}
