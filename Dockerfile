# One image for every service; a container's role is its command: `docker run luohu serve tax`.
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/luohu
ENV PATH=/opt/luohu/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# The lock changes seldom and takes longest: a layer of its own.
COPY requirements/lock.txt requirements/lock.txt
RUN pip install --require-hashes --requirement requirements/lock.txt
COPY pyproject.toml README.md ./
COPY libs libs
COPY policies policies
COPY services services
COPY gateway gateway
RUN pip install --no-deps --no-build-isolation .

FROM python:3.11-slim
# Nothing is written but under LUOHU_DATA_DIR, and `serve` does not write there: the root may be read-only.
RUN useradd --system --uid 10001 --no-create-home --home-dir /var/lib/luohu luohu \
    && install --directory --owner luohu /var/lib/luohu
COPY --from=build /opt/luohu /opt/luohu
ENV PATH=/opt/luohu/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    LUOHU_HOST=0.0.0.0 LUOHU_DATA_DIR=/var/lib/luohu
USER luohu
WORKDIR /var/lib/luohu
ENTRYPOINT ["luohu"]
CMD ["--help"]
