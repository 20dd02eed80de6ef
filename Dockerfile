# docker build -t inclusivelint . && docker run --rm -v "$PWD:/work:ro" inclusivelint check
FROM python:3.13-slim AS build
COPY . /source
RUN pip wheel --no-cache-dir --wheel-dir /wheels /source

FROM python:3.13-slim
# git is for --since.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory '*' \
    && useradd --create-home --uid 10001 reader
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index /wheels/*.whl
USER 10001
WORKDIR /work
ENV INCLUSIVELINT_CACHE_DIR=/tmp/inclusivelint
ENTRYPOINT ["inclusivelint"]
CMD ["check"]
