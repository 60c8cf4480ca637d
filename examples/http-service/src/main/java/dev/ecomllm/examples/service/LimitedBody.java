package dev.ecomllm.examples.service;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/** A request whose body ends with an error where it becomes too long, whatever its length says. */
final class LimitedBody extends HttpServletRequestWrapper {

  private final long most;

  LimitedBody(HttpServletRequest request, long most) {
    super(request);
    this.most = most;
  }

  static BadRequestException tooLarge(long most) {
    return BadRequestException.tooLarge("the body is longer than " + most + " bytes");
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return new Limited(super.getInputStream(), most);
  }

  private static final class Limited extends ServletInputStream {

    private final ServletInputStream body;
    private final long most;
    private long read;

    Limited(ServletInputStream body, long most) {
      this.body = body;
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      int next = body.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = body.read(bytes, from, length);
      count(Math.max(0, count));
      return count;
    }

    private void count(int more) {
      read += more;
      if (read > most) {
        throw tooLarge(most);
      }
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
