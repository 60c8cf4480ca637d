package dev.ecomllm.examples.service;

import org.springframework.http.HttpStatus;

/** The caller's mistake. Its message holds no text of the request. */
final class BadRequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String kind;
  private final String detail;

  private BadRequestException(HttpStatus status, String kind, String detail) {
    super(detail);
    this.status = status;
    this.kind = kind;
    this.detail = detail;
  }

  /** The body is not what it should be at all. */
  static BadRequestException malformed(String detail) {
    return new BadRequestException(HttpStatus.BAD_REQUEST, "malformed", detail);
  }

  /** A field is missing or makes no sense. */
  static BadRequestException invalid(String detail) {
    return new BadRequestException(HttpStatus.UNPROCESSABLE_ENTITY, "invalid", detail);
  }

  /** Too much of something. */
  static BadRequestException tooLarge(String detail) {
    return new BadRequestException(HttpStatus.PAYLOAD_TOO_LARGE, "too_large", detail);
  }

  HttpStatus status() {
    return status;
  }

  String kind() {
    return kind;
  }

  String detail() {
    return detail;
  }
}
