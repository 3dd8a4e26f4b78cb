using SaaSOdoo.Application.Instances;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

public sealed class OdooConfigurationTests
{
    private static readonly OdooConfiguration Good = new()
    {
        DatabaseHost = "10.213.0.1",
        DatabasePort = 5432,
        DatabaseUser = "odoo_0123456789ab",
        DatabasePassword = "p%w$=#;word",
        DatabaseName = "odoo_0123456789ab",
        MasterPassword = "master",
        MemoryBytes = 1L << 30,
    };

    [Fact]
    public void Odoo_configuration_is_rendered_completely() => Good.Render().ShouldBe(
        """
        [options]
        db_host = 10.213.0.1
        db_port = 5432
        db_user = odoo_0123456789ab
        db_password = p%w$=#;word
        db_name = odoo_0123456789ab
        dbfilter = ^odoo_0123456789ab$
        db_maxconn = 16
        list_db = False
        admin_passwd = master
        data_dir = /var/lib/odoo
        http_interface = 0.0.0.0
        proxy_mode = True
        workers = 0
        max_cron_threads = 1
        limit_memory_soft = 858993456
        limit_memory_hard = 2147483648
        limit_time_cpu = 600
        limit_time_real = 1200

        """);

    [Fact]
    public void A_small_container_leaves_Odoo_the_address_space_it_needs_at_rest() =>
        (Good with { MemoryBytes = 256L << 20 }).Render().ShouldContain("limit_memory_soft = 419430400\n");

    [Theory]
    [InlineData("two\nlist_db = True")]
    [InlineData("return\r")]
    [InlineData(" blank")]
    [InlineData("blank ")]
    [InlineData("False")]
    [InlineData("None")]
    [InlineData("")]
    public void A_value_that_would_change_the_file_is_refused(string value)
    {
        Should.Throw<InvalidOperationException>(() => (Good with { DatabasePassword = value }).Render()).Message.ShouldNotContain("two");
        Should.Throw<InvalidOperationException>(() => (Good with { MasterPassword = value }).Render());
    }

    [Theory]
    [InlineData("other|odoo")]
    [InlineData("Upper")]
    [InlineData("")]
    [InlineData("name\n")]
    public void A_database_name_cannot_widen_the_filter(string name) =>
        Should.Throw<InvalidOperationException>(() => (Good with { DatabaseName = name }).Render());
}
