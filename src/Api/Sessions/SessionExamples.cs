using SaaSOdoo.Api.Customers;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Sessions;

namespace SaaSOdoo.Api.Sessions;

/// <summary>Bodies for the document: sessions of the customer in <see cref="CustomerExamples"/>.</summary>
internal static class SessionExamples
{
    public static readonly LogIn LogIn = new("tendai@example.com", "Correct-Horse-7");

    public static readonly LoginDto Login = new("kH2mX0s1b3nq6vQmJYpWm0cZ8dXw4r7uTgA9eLfVb5I", "bearer", CustomerExamples.At.AddDays(7), CustomerExamples.Customer);

    public static readonly Page<SessionDto> Sessions = new(
        [new(new(Guid.Parse("0193b1a1-5b7e-7c55-b7a2-0c1d2e3f4a5b")), "203.0.113.7", "Mozilla/5.0", CustomerExamples.At, CustomerExamples.At.AddDays(7), CustomerExamples.At, IsCurrent: true)],
        NextCursor: null);
}
