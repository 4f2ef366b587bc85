using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Portal.EndToEnd.Tests.Hosting;

/// <summary>Remembers every log line, at every level.</summary>
public sealed class LogBook : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IEnumerable<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Book(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Book(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
