using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Portal.Simulator.Access;
using Portal.Simulator.Account;
using Portal.Simulator.Answers;
using Portal.Simulator.Datasets;
using Portal.Simulator.Employees;
using Portal.Simulator.Training;

namespace Portal.Simulator.Hosting;

/// <summary>One request from arrival to answer: company, outage, lockout, key, fault, endpoint — in the order in which the vendor would trip.</summary>
internal sealed class VendorPipeline(World world)
{
    private const int LargestBody = 1_000_000;
    private readonly DatasetEndpoints _datasets = new(new RowSelection());

    public async Task HandleAsync(HttpContext context)
    {
        var company = HostLabel.Company(context.Request.Host.Host);
        var body = await ReadBodyAsync(context);
        world.Log.Add(context, company, body, world.Now);
        AddVendorHeaders(context);
        try
        {
            await AnswerAsync(context, company, body);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; there is nobody to answer.
        }
    }

    private Task AnswerAsync(HttpContext context, string? company, ReadOnlyMemory<byte> body)
    {
        if (company is null || world.Company(company) is not { } script)
        {
            return company == Companies.MovedAway ? Faults.RedirectAsync(context) : VendorAnswers.HtmlAsync(context, 404, "Page not found");
        }

        if (world.Outages.TryGetValue(company, out var outage))
        {
            return Faults.StrikeAsync(context, outage, world.Now, () => RouteAsync(context, body, View(context, script, new(), "")));
        }

        if (world.Keys.IsLocked(company))
        {
            return Faults.LockedOutAsync(context);
        }

        var key = BasicUserName(context.Request.Headers.Authorization);
        if (world.Keys.Open(company, key) is not { } keyScript)
        {
            return Faults.KeyRejectedAsync(context);
        }

        var view = View(context, script, keyScript, key!);
        return keyScript.Fault is { } fault && Matches(fault, context) && view.Memory.Strikes(fault)
            ? Faults.StrikeAsync(context, fault, world.Now, () => RouteAsync(context, body, view))
            : RouteAsync(context, body, view);
    }

    private Task RouteAsync(HttpContext context, ReadOnlyMemory<byte> body, CompanyView view)
    {
        var segments = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (view.Key.DataForbidden && segments is not ["api", "v1", "employees", "0"])
        {
            return context.Request.Path.StartsWithSegments("/api/v1", StringComparison.Ordinal)
                ? VendorAnswers.RefuseAsync(context, 403, "You do not have access to this resource")
                : VendorAnswers.ProblemAsync(context, 403, "FORBIDDEN", "Forbidden", "Insufficient permissions.");
        }

        return (context.Request.Method, segments) switch
        {
            ("GET", ["api", "v1_2", "datasets", var dataset, "fields"]) => DatasetEndpoints.FieldsAsync(context, dataset, view),
            ("POST", ["api", "v2", "datasets", var dataset, "data"]) => _datasets.DataAsync(context, dataset, body, view),
            ("POST", ["api", "v1", "reports", "custom"]) => CustomReportEndpoint.PostAsync(context, body, view),
            ("GET", ["api", "v1", "employees", "directory"]) => DirectoryEndpoint.GetAsync(context, view),
            ("GET", ["api", "v1", "employees", var id]) => EmployeeEndpoints.GetAsync(context, id, view),
            ("GET", ["api", "v1", "employees", var id, "tables", var table]) => TableEndpoint.GetAsync(context, id, table, view),
            ("GET", ["api", "v1", "meta", "users"]) => UsersEndpoint.GetAsync(context, view),
            ("GET", ["api", "v1", "meta", "fields"]) => MetaFieldsEndpoint.GetAsync(context, view),
            ("GET", ["api", "v1", "training", "type"]) => TrainingEndpoints.TypesAsync(context, view),
            ("GET", ["api", "v1", "training", "record", "employee", var id]) => TrainingEndpoints.RecordsAsync(context, id, view),
            _ => VendorAnswers.RefuseAsync(context, 404, "Bad request url"),
        };
    }

    private CompanyView View(HttpContext context, CompanyScript script, KeyScript key, string keyText)
    {
        var request = context.Request;
        var apiRoot = HostLabel.ApiRoot(request.Scheme, request.Host.Host, request.Host.Value ?? "");
        return new(world.Roster(script), key, world.Memory.Of(script.Name, keyText), apiRoot);
    }

    private void AddVendorHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Date = world.Now.ToString("r", System.Globalization.CultureInfo.InvariantCulture);
        headers.Server = "nginx";
        headers.CacheControl = "no-cache, private";
        headers.XContentTypeOptions = "nosniff";
        headers[VendorAnswers.RequestIdHeader] =
            context.Request.Headers[VendorAnswers.RequestIdHeader] is [{ Length: > 0 } given] ? given : context.TraceIdentifier;
    }

    private static bool Matches(FaultScript fault, HttpContext context) =>
        fault.OnPath is null || (context.Request.Path.Value ?? "").Contains(fault.OnPath, StringComparison.Ordinal);

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or 0 && context.Request.Method == HttpMethods.Get)
        {
            return default;
        }

        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        return buffer.Length <= LargestBody ? buffer.GetBuffer().AsMemory(0, (int)buffer.Length) : default;
    }

    /// <summary>The user name of a Basic credential; any password is accepted.</summary>
    private static string? BasicUserName(string? header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || !value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[512];
        return Convert.TryFromBase64String(value.Parameter ?? "", bytes, out var length)
            ? Encoding.UTF8.GetString(bytes[..length]).Split(':', 2)[0]
            : null;
    }
}
