using System.Net;
using Docker.DotNet;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>
/// Turns the engine's "no" into the port's. The engine's own words stay inside: they name paths and addresses.
/// An error of the engine itself (500: no space, a race in the kernel) passes as it is, since trying again may help.
/// </summary>
internal static class Refusal
{
    public const string ImageNotFound = "image_not_found";
    public const string PortTaken = "port_taken";
    public const string Refused = "runtime_refused";

    public static async Task<T> TranslateAsync<T>(Func<Task<T>> verb)
    {
        try
        {
            return await verb();
        }
        catch (DockerApiException e) when (Of(e) is not null)
        {
            throw Of(e)!;
        }
    }

    public static Task TranslateAsync(Func<Task> verb) =>
        TranslateAsync(async () =>
        {
            await verb();
            return true;
        });

    public static RefusedException? Of(DockerApiException e) => e.StatusCode switch
    {
        _ when IsPortTaken(e) => new WorldChangedException(PortTaken, "The port chosen on the host is used by something else.", e),
        HttpStatusCode.NotFound when Says(e, "No such image") =>
            new(ImageNotFound, "The image is not on the container engine.", e),
        // Looked at before, and gone, or in another state by now.
        HttpStatusCode.NotFound or HttpStatusCode.Conflict =>
            new WorldChangedException(Refused, "What is on the container engine has changed meanwhile.", e),
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError =>
            new(Refused, "The container engine refused the request.", e),
        _ => null,
    };

    private static bool IsPortTaken(DockerApiException e) =>
        Says(e, "port is already allocated") || Says(e, "address already in use");

    private static bool Says(DockerApiException e, string words) =>
        e.ResponseBody?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;
}
