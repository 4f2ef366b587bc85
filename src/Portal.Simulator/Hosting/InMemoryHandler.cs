using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Portal.Simulator.Hosting;

/// <summary>Runs the vendor's pipeline without a socket.</summary>
internal sealed class InMemoryHandler(RequestDelegate vendor) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var lifetime = new Lifetime(cancellationToken);
        using var answer = new MemoryStream();
        var context = await ContextAsync(request, lifetime, answer, cancellationToken);
        await vendor(context);
        cancellationToken.ThrowIfCancellationRequested();
        if (lifetime.IsAborted)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The vendor closed the connection.");
        }

        return Response(context, answer, request);
    }

    private static async Task<HttpContext> ContextAsync(HttpRequestMessage request, Lifetime lifetime, MemoryStream answer, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("The request has no URI.");
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        context.Request.Method = request.Method.Method;
        context.Request.Scheme = uri.Scheme;
        context.Request.Path = PathString.FromUriComponent(uri);
        context.Request.QueryString = QueryString.FromUriComponent(uri);
        foreach (var (name, values) in request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()))
        {
            context.Request.Headers[name] = values.ToArray();
        }

        context.Request.Host = new(request.Headers.Host ?? uri.Authority);
        if (request.Content is not null)
        {
            context.Request.Body = await request.Content.ReadAsStreamAsync(cancellationToken);
        }

        context.Response.Body = answer;
        return context;
    }

    private static HttpResponseMessage Response(HttpContext context, MemoryStream answer, HttpRequestMessage request)
    {
        var response = new HttpResponseMessage((HttpStatusCode)context.Response.StatusCode)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(answer.ToArray()),
        };
        foreach (var (name, values) in context.Response.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                response.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return response;
    }

    private sealed class Lifetime(CancellationToken cancellationToken) : IHttpRequestLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; } = cancellationToken;

        public void Abort() => IsAborted = true;
    }
}
