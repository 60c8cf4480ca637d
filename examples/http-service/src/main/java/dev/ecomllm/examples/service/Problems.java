package dev.ecomllm.examples.service;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error as a problem, never a stack trace. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @ExceptionHandler(RuntimeException.class)
  ResponseEntity<Object> failed(RuntimeException failure, HttpServletRequest request) {
    Problem problem = Problem.of(failure);
    if (problem.status() == HttpStatus.INTERNAL_SERVER_ERROR) {
      // The place alone: a message may repeat text of the request.
      StackTraceElement[] trace = failure.getStackTrace();
      LOG.atError()
          .addKeyValue("exception", failure.getClass().getName())
          .addKeyValue("at", trace.length == 0 ? "" : trace[0].toString())
          .log("unexpected failure");
    } else if (problem.status().is5xxServerError()) {
      LOG.atWarn().addKeyValue("kind", problem.kind()).log("no answer");
    }
    return ProblemWriter.response(problem, HttpHeaders.EMPTY);
  }

  /** What Spring finds wrong before a controller is reached. */
  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception failure,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode code,
      WebRequest request) {
    HttpStatus status = HttpStatus.valueOf(code.value());
    String detail =
        switch (status) {
          case BAD_REQUEST -> "the body must be a JSON object";
          case NOT_FOUND -> "there is nothing here; see /docs";
          case METHOD_NOT_ALLOWED -> "not this method; see the header Allow";
          case UNSUPPORTED_MEDIA_TYPE -> "the body must be application/json";
          case NOT_ACCEPTABLE -> "answers are application/json";
          default -> status.getReasonPhrase();
        };
    String kind =
        status.is5xxServerError() ? "unexpected" : status.getReasonPhrase().replace(' ', '_');
    return ProblemWriter.response(
        Problem.of(status, kind.toLowerCase(Locale.ROOT), detail), headers);
  }
}
