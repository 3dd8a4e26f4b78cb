using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Application.Instances;

/// <summary>
/// Starts Odoo so that it keeps its bus, the clock of its jobs and its health page in its own database. Odoo connects to
/// <c>postgres</c> for them, where every instance of the server would hear and wake the others; nobody may connect there.
/// <c>ODOO_NOTIFY_FUNCTION</c> changes who is told and not who listens, and version 14 has no such setting.
/// </summary>
/// <remarks>
/// One file with two uses: run, it makes Python load itself first in every process of Odoo's and becomes Odoo; loaded, it waits for
/// Odoo's module of connections. Without it Odoo does no harm: its connections to <c>postgres</c> are refused.
/// </remarks>
public static class OdooLauncher
{
    public const string Path = "/etc/odoo/sitecustomize.py";

    /// <summary>To read and run for its owner only.</summary>
    private const int Mode = 0x140; // 0500

    private const string Content = """
        #!/usr/bin/python3
        import importlib.util
        import os
        import sys


        def keep_to_own_database(sql_db):
            connect = sql_db.db_connect

            def db_connect(to, *arguments, **options):
                if to == "postgres":
                    from odoo.tools import config
                    own = config["db_name"]
                    to = own if isinstance(own, str) else own[0]
                return connect(to, *arguments, **options)

            sql_db.db_connect = db_connect


        class Finder:
            def find_spec(self, name, path=None, target=None):
                if name != "odoo.sql_db":
                    return None
                sys.meta_path.remove(self)
                found = importlib.util.find_spec(name)
                execute = found.loader.exec_module

                def exec_module(module):
                    execute(module)
                    keep_to_own_database(module)

                found.loader.exec_module = exec_module
                return found


        if __name__ == "__main__":
            os.environ["PYTHONPATH"] = "/etc/odoo"
            os.execvp("odoo", ["odoo"] + sys.argv[1:])

        sys.meta_path.insert(0, Finder())

        """;

    public static WorkloadFile File { get; } = new(Path, Content, Mode, OdooConfiguration.FileOwner);
}
