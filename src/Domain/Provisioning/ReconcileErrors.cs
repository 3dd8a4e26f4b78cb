using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Provisioning;

public static class ReconcileErrors
{
    public static readonly Error NotFound = Error.NotFound("reconcile.not_found", "There is no such run.");

    public static readonly Error Running = Error.Conflict(
        "reconcile.running", "A run is under way. GET /api/v1/admin/reconcile shows it first; ask again when its status is completed.");
}
