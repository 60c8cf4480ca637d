package dev.ecomllm.examples.service;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before everything: who calls, how often, how much they send; the headers that keep a
 * browser safe; a line in the log. In this order, so that what is refused costs little.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class Guard extends OncePerRequestFilter {

  /** The request's attribute with the caller's name. */
  static final String CALLER = "ecomllm.caller";

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Set<String> TASKS = Set.of("classify", "extract", "qa", "enrich");

  private static final String POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src"
          + " 'none'";

  /** Swagger's page has small pictures in its style sheet. */
  private static final String DOCS_POLICY = POLICY + "; img-src 'self' data:";

  private final Callers callers;
  private final RateLimit limit;
  private final long maxBody;

  Guard(ServiceSettings settings, RateLimit limit) {
    callers = new Callers(settings.keysByName());
    this.limit = limit;
    maxBody = settings.maxBody().toBytes();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long start = System.nanoTime();
    String requestId = requestId(request);
    headers(request, response, requestId);
    try {
      Optional<Problem> refused = refused(request);
      if (refused.isPresent()) {
        ProblemWriter.write(refused.get(), response);
      } else {
        chain.doFilter(new LimitedBody(request, maxBody), response);
      }
    } finally {
      log(request, response, requestId, System.nanoTime() - start);
    }
  }

  private Optional<Problem> refused(HttpServletRequest request) {
    String place = firstSegment(request);
    // A browser asks without the key whether it may ask (OPTIONS).
    boolean task = TASKS.contains(place) && !request.getMethod().equals("OPTIONS");
    Optional<String> owner = callers.owner(request);
    String caller = owner.map(name -> "key " + name).orElse("address " + request.getRemoteAddr());
    request.setAttribute(CALLER, caller);
    try {
      if (task) {
        limit.take(caller, 1);
      }
    } catch (RateLimit.TooManyException many) {
      return Optional.of(Problem.of(many));
    }
    boolean guarded = task || (place.equals("actuator") && !isProbe(request));
    if (guarded && !callers.isOpen() && owner.isEmpty()) {
      return Optional.of(
          Problem.of(
              HttpStatus.UNAUTHORIZED,
              "unauthorized",
              "needs a key: Authorization: Bearer ... or X-API-Key"));
    }
    return request.getContentLengthLong() > maxBody
        ? Optional.of(Problem.of(LimitedBody.tooLarge(maxBody)))
        : Optional.empty();
  }

  private static String firstSegment(HttpServletRequest request) {
    String path = request.getServletPath();
    int end = path.indexOf('/', 1);
    return path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
  }

  private static boolean isProbe(HttpServletRequest request) {
    return request.getServletPath().startsWith("/actuator/health");
  }

  private static String requestId(HttpServletRequest request) {
    String given = request.getHeader("X-Request-Id");
    return given != null && REQUEST_ID.matcher(given).matches()
        ? given
        : UUID.randomUUID().toString();
  }

  private static void headers(
      HttpServletRequest request, HttpServletResponse response, String requestId) {
    String place = firstSegment(request);
    boolean docs = place.equals("docs") || place.equals("webjars");
    response.setHeader("Content-Security-Policy", docs ? DOCS_POLICY : POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("X-Request-Id", requestId);
    if (TASKS.contains(place) || place.equals("health")) {
      response.setHeader("Cache-Control", "no-store");
    }
  }

  /** One line; never a body, a query or a key. */
  private static void log(
      HttpServletRequest request, HttpServletResponse response, String requestId, long nanos) {
    int status = response.getStatus();
    Level level = status >= 500 ? Level.WARN : status >= 400 ? Level.INFO : Level.DEBUG;
    String place = firstSegment(request);
    LOG.atLevel(level)
        .addKeyValue("http.request.method", request.getMethod())
        .addKeyValue("place", TASKS.contains(place) ? place : "other")
        .addKeyValue("http.response.status_code", status)
        .addKeyValue("milliseconds", nanos / 1_000_000)
        .addKeyValue("caller", request.getAttribute(CALLER))
        .addKeyValue("http.request.id", requestId)
        .log("request");
  }
}
