# docker build -t asl-check .
# docker run --rm --volume "$PWD:/work:ro" asl-check .
#
# The program is linked with musl and needs nothing beside itself. The certificates are for `run --live http` alone.
FROM rust:1.95-alpine AS build
# hadolint ignore=DL3018
RUN apk add --no-cache ca-certificates musl-dev
WORKDIR /build
COPY . .
RUN cargo build --release --locked

FROM scratch
LABEL org.opencontainers.image.title="asl-check" org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /build/LICENSE /
COPY --from=build /build/target/release/asl-check /usr/bin/
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/usr/bin/asl-check"]
