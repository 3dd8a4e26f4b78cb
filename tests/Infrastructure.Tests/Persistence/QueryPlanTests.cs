using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Operators;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Application.Tenants;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Persistence;

/// <summary>Frequent requests cost with what they answer and not with what exists: none reads a big table through.</summary>
public sealed partial class QueryPlanTests : OperationHostTest
{
    private static readonly Paging First = new(25, After: null);
    private readonly PlanRecorder recorder = new();

    private protected override OperationHost Open() =>
        new(Database, services => services.ConfigureDbContext<AppDb>(options => options.AddInterceptors(recorder)));

    [Fact]
    public async Task Requests_read_no_big_table_through()
    {
        await FillAsync();
        var caller = Host.Get<ICaller>();
        (string Name, Func<Task> Run, int Pages)[] requests =
        [
            ("tenants of a member of 1,000", () => OkAsync(new ListTenants(First)), 500),
            ("tenants by status", () => OkAsync(new ListTenants(First, TenantStatus.Suspended)), 5_000),
            ("subscriptions of a member of 1,000 tenants", () => OkAsync(new ListSubscriptions(First)), 8_000),
            ("subscriptions by status", () => OkAsync(new ListSubscriptions(First, Status: SubscriptionStatus.Cancelled)), 8_000),
            ("instances of a member of 1,000 tenants", () => OkAsync(new ListInstances(null, null, First)), 8_000),
            ("events of a type", () => OkAsync(new ListEvents(Host.Tenant, "instance.failed", 0, 25)), 100),
            ("statistics", () => OkAsync(new GetCustomerStats(caller.CustomerId)), 8_000),
            ("subscriptions that are due", () => Host.InScopeAsync<DueSubscriptions>(due => due.AdvanceAsync(CancellationToken.None)), 100),
            ("standings that are not applied", () => Host.InScopeAsync<BillingStandings>(standings => standings.SweepAsync(CancellationToken.None)), 100),
            ("customers by status", () => AsOperatorAsync(caller, new ListCustomers(First, Status: CustomerStatus.Deactivated)), 200),
        ];
        var found = new List<string>();
        foreach (var (name, run, pages) in requests)
        {
            (recorder.IsOn, recorder.Plans) = (true, []);
            await run();
            recorder.Plans.ShouldNotBeEmpty();
            found.AddRange(recorder.Plans.Where(p => p.Sql.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase)).Where(p => ReadsThrough().IsMatch(p.Plan) || PagesOf(p.Plan) > pages).Select(p => $"{name} ({PagesOf(p.Plan)} pages): {p.Sql}\n{p.Plan}\n"));
        }

        found.ShouldBeEmpty();
    }

    private async Task OkAsync<T>(MediatR.IRequest<Result<T>> request) => (await Host.SendAsync(request)).IsFailure.ShouldBeFalse();

    private async Task AsOperatorAsync<T>(ICaller caller, MediatR.IRequest<Result<T>> request)
    {
        caller.IsAdmin.Returns(true);
        await OkAsync(request);
        caller.IsAdmin.Returns(false);
    }

    // Of the first line that has some: the whole statement's.
    private static int PagesOf(string plan) =>
        Pages().Match(plan) is { Success: true } match ? int.Parse(match.Groups["pages"].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("Seq Scan on (?:customers|tenants|tenant_members|subscriptions|instances|events|operations)\\b", RegexOptions.None, 1000)]
    private static partial Regex ReadsThrough();

    [GeneratedRegex("Buffers: shared hit=(?<pages>\\d+)", RegexOptions.None, 1000)]
    private static partial Regex Pages();

    // 20,000 customers with a tenant each, and one who is a member of the 1,000 oldest; three subscriptions and two instances each.
    private async Task FillAsync()
    {
        await Host.OrderAsync();
        await Host.FillAsync(
            """
            create temporary table owner as select * from customers limit 1;
            insert into customers select (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), 'email', 'c' || n || '@example.com',
                'status', case when n % 1000 = 0 then 'deactivated' else 'active' end))).* from owner o, generate_series(1, 20000) n;
            create temporary table home as select * from tenants limit 1;
            insert into tenants select (jsonb_populate_record(h, jsonb_build_object('id', gen_random_uuid(), 'customer_id', c.id))).*
                from home h, customers c where c.email like 'c%@example.com';
            insert into tenants select (jsonb_populate_record(h, jsonb_build_object('id', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid))).* from home h, generate_series(1, 1000) n;
            insert into tenant_members (tenant_id, customer_id, role, joined_at)
                select id, customer_id, 'owner', created_at from tenants on conflict do nothing;
            insert into subscriptions (id, tenant_id, customer_id, plan_id, billing_period, currency, price, status, created_at, updated_at)
                select overlay(gen_random_uuid()::text placing left(t.id::text, 8) from 1 for 8)::uuid, t.id, t.customer_id, p.id, 'monthly', 'USD', 8, s.status, t.created_at, t.updated_at
                from tenants t, (select id from plans limit 1) p, (values ('active'), ('cancelled'), ('expired')) s(status);
            create temporary table model as select * from instances limit 1;
            insert into instances select (jsonb_populate_record(m, jsonb_build_object('id', overlay(gen_random_uuid()::text placing left(t.id::text, 8) from 1 for 8), 'tenant_id', t.id, 'name', 'n' || k,
                'database_name', 'n' || k, 'subdomain', left(md5(random()::text), 20), 'status', case when k = 1 then 'running' else 'terminated' end))).*
                from model m, tenants t, generate_series(1, 2) k;
            insert into instance_allocations (instance_id) select id from instances on conflict do nothing;
            insert into instance_observations (instance_id, container_status, health) select id, 'running', 'healthy' from instances on conflict do nothing;
            insert into events (id, name, subject, tenant_id, payload, at, dispatched_at, sequence)
                select gen_random_uuid(), case when n % 10000 = 0 then 'instance.failed' when n % 4 = 0 then 'instance.running' else 'operation.progressed' end,
                    gen_random_uuid(), h.id, '{}', now(), now(), nextval('event_sequence') from home h, generate_series(1, 100000) n;
            analyze
            """);
    }
}
