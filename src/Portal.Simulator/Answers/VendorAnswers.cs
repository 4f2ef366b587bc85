using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Portal.Simulator.Answers;

/// <summary>The shapes in which the vendor says no, and the XML it prefers.</summary>
internal static class VendorAnswers
{
    public const string ErrorHeader = "X-BambooHR-Error-Message";
    public const string RequestIdHeader = "X-Request-ID";
    public const string InvalidKey = "API key not provided or invalid";
    private const string Html = "text/html; charset=UTF-8";

    /// <summary>Classic endpoints: an empty HTML answer whose reason stands in a header.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string? reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = Html;
        if (reason is not null)
        {
            context.Response.Headers[ErrorHeader] = reason;
        }

        return Task.CompletedTask;
    }

    /// <summary>v1_2 and v2 endpoints: an RFC 7807 body.</summary>
    public static async Task ProblemAsync(HttpContext context, int status, string code, string title, string detail)
    {
        var contentType = context.Request.Path.StartsWithSegments("/api/v1_2", StringComparison.Ordinal) ? "application/problem+json" : "application/json";
        await using var answer = JsonAnswer.Begin(context, status, contentType);
        var json = answer.Json;
        json.WriteStartObject();
        json.WriteString("type", "about:blank");
        json.WriteString("title", title);
        json.WriteNumber("status", status);
        json.WriteString("detail", detail);
        json.WriteString("instance", context.Request.Path.Value);
        json.WriteString("code", code);
        json.WriteEndObject();
    }

    public static Task HtmlAsync(HttpContext context, int status, string title) => TextAsync(context, status, Html,
        $"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>");

    public static Task XmlAsync(HttpContext context, XElement root) => TextAsync(context, StatusCodes.Status200OK, "application/xml",
        new XDeclaration("1.0", null, null) + Environment.NewLine + root.ToString(SaveOptions.DisableFormatting));

    /// <summary>JSON only when the Accept header names it: the vendor's default is XML.</summary>
    public static bool WantsJson(HttpContext context) =>
        context.Request.Headers.Accept.Any(value => value is not null && value.Contains("application/json", StringComparison.OrdinalIgnoreCase));

    /// <summary>The vendor's PHP writes an empty map as an empty list.</summary>
    public static void WriteMap<T>(Utf8JsonWriter json, IReadOnlyCollection<T> entries, Action<T> writeEntry)
    {
        if (entries.Count == 0)
        {
            json.WriteStartArray();
            json.WriteEndArray();
            return;
        }

        json.WriteStartObject();
        foreach (var entry in entries)
        {
            writeEntry(entry);
        }

        json.WriteEndObject();
    }

    private static Task TextAsync(HttpContext context, int status, string contentType, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted).AsTask();
    }
}
