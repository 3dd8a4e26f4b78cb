using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Audit;

public static class AuditErrors
{
    public static readonly Error VerificationRunning = Error.Conflict(
        "audit.verification_running", "The audit is being verified already. Ask again when that is done.");
}
