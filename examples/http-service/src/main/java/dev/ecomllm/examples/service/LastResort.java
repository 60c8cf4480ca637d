package dev.ecomllm.examples.service;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the servlet container refuses or cannot finish, as a problem too. */
@RestController
class LastResort implements ErrorController {

  @RequestMapping("/error")
  ResponseEntity<Object> error(HttpServletRequest request) {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    HttpStatus status =
        code instanceof Integer number ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND;
    if (status == null || status == HttpStatus.INTERNAL_SERVER_ERROR) {
      return ProblemWriter.response(Problem.unexpected(), HttpHeaders.EMPTY);
    }
    String phrase = status.getReasonPhrase();
    return ProblemWriter.response(
        Problem.of(status, phrase.replace(' ', '_').toLowerCase(Locale.ROOT), phrase),
        HttpHeaders.EMPTY);
  }
}
