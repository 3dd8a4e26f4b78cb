namespace SaaSOdoo.Application.Secrets;

/// <param name="Remaining">Secrets that are not under the key in use yet, counted up to 10,000 of each kind; a job encrypts them anew, in steps.</param>
/// <param name="Keys">Newest first.</param>
public sealed record SecretKeysDto(long Remaining, IReadOnlyList<SecretKeyDto> Keys);

/// <param name="InUse">It encrypts what is stored from now on.</param>
/// <param name="Secrets">
/// How many stored values only this key reads, counted up to 10,000 of each kind. At 0, and not in use, it can be removed: a day after the
/// rotation, since answers kept for repeated requests are not encrypted anew but expire.
/// </param>
public sealed record SecretKeyDto(Guid Id, bool InUse, long Secrets, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
