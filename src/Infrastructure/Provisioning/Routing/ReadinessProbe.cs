using System.Net;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Routing;

internal sealed class ReadinessProbe(HttpClient http) : IReadinessProbe
{
    /// <summary>
    /// From this major version on Odoo has a page for exactly this question. Asked for the database it opens a connection, which the
    /// launcher makes one to the instance's own.
    /// </summary>
    private const int HealthPageSince = 15;

    public async Task<bool> AnswersAsync(Uri url, string odooVersion, CancellationToken cancellationToken)
    {
        var page = OdooVersions.Major(odooVersion) >= HealthPageSince ? "web/health?db_server_status=1" : "web/login";
        try
        {
            using var answer = await http.GetAsync(new Uri(url, page), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
