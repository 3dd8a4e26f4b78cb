namespace SaaSOdoo.Application.Secrets;

/// <summary>Encrypts what must be read again later (database and initial passwords). Keys live in PostgreSQL.</summary>
public interface ISecretProtector
{
    string Protect(string secret);

    string Unprotect(string protectedSecret);
}
