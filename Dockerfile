# SPDX-License-Identifier: MIT
# The program, and by default the local gateway for other containers. Whoever reaches its port can use the gateway: do not publish it to
# networks that you do not trust.
#   docker build -t alipay-lua .
#   docker run --rm -p 127.0.0.1:8900:8900 -v alipay-gateway:/data alipay-lua
#   docker run --rm alipay-lua --local call alipay.trade.query out_trade_no=1
FROM debian:12-slim AS build
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends build-essential debhelper pkg-config liblua5.4-dev lua-cjson-dev lua-argparse \
      libcurl4-openssl-dev libssl-dev libmicrohttpd-dev libqrencode-dev libpng-dev zlib1g-dev libsqlite3-dev libzip-dev ca-certificates git \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN make deb

FROM debian:12-slim
COPY --from=build /src/build/deb/alipay-lua_*.deb /tmp/
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends /tmp/alipay-lua_*.deb \
 && rm -rf /var/lib/apt/lists/* /tmp/alipay-lua_*.deb \
 && useradd --create-home --uid 10001 alipay \
 && install -d -o alipay -g alipay /data
USER alipay
WORKDIR /home/alipay
ENV ALIPAY_STATE_DIR=/data
VOLUME /data
EXPOSE 8900
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s \
  CMD ["alipay-lua", "-e", "local r = require('alipay.http').fetch('http://127.0.0.1:8900/') os.exit(r and r.status == 200 and 0 or 1)"]
ENTRYPOINT ["alipay-lua"]
CMD ["gateway", "--host", "0.0.0.0", "--port", "8900", "--dir", "/data/gateway"]
