# The images of docker-compose.yml: locked packages and the project, no compiler, no root. `kinerja` for the pipeline and Airflow,
# `superset` for the dashboards, whose packages do not go with the others.
ARG PYTHON_IMAGE=python:3.11.14-slim-bookworm

FROM ${PYTHON_IMAGE} AS built
WORKDIR /opt/kinerja
COPY requirements-bootstrap.lock requirements.lock ./
RUN python -m venv /opt/venv \
    && /opt/venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements-bootstrap.lock \
    && VIRTUAL_ENV=/opt/venv /opt/venv/bin/uv pip install --no-cache --require-hashes -r requirements.lock
COPY . .
RUN VIRTUAL_ENV=/opt/venv /opt/venv/bin/uv pip install --no-cache --no-deps --no-build-isolation --editable .

FROM ${PYTHON_IMAGE} AS kinerja
# The user of .env: named volumes take the owner of the folders that the image has in their place.
ARG KINERJA_UID=50000
ARG KINERJA_GID=50000
RUN groupadd --non-unique --gid "${KINERJA_GID}" kinerja \
    && useradd --non-unique --uid "${KINERJA_UID}" --gid "${KINERJA_GID}" --no-create-home --home-dir /opt/airflow kinerja \
    && install -d -o kinerja -g kinerja -m 0700 /opt/airflow /srv/kinerja
COPY --from=built /opt/venv /opt/venv
COPY --from=built /opt/kinerja /opt/kinerja
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1
WORKDIR /opt/kinerja
USER kinerja
ENTRYPOINT ["/opt/kinerja/deploy/private.sh"]
CMD ["kinerja", "--help"]

FROM ${PYTHON_IMAGE} AS built-superset
WORKDIR /opt/kinerja
COPY requirements-bootstrap.lock bi/requirements.lock ./
RUN python -m venv /opt/venv \
    && /opt/venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements-bootstrap.lock \
    && VIRTUAL_ENV=/opt/venv /opt/venv/bin/uv pip install --no-cache --require-hashes -r requirements.lock

FROM ${PYTHON_IMAGE} AS superset
ARG KINERJA_UID=50000
ARG KINERJA_GID=50000
RUN groupadd --non-unique --gid "${KINERJA_GID}" kinerja \
    && useradd --non-unique --uid "${KINERJA_UID}" --gid "${KINERJA_GID}" --no-create-home --home-dir /srv/superset kinerja \
    && install -d -o kinerja -g kinerja -m 0700 /srv/superset
COPY --from=built-superset /opt/venv /opt/venv
COPY bi /opt/kinerja/bi
COPY deploy /opt/kinerja/deploy
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1
WORKDIR /opt/kinerja
USER kinerja
ENTRYPOINT ["/opt/kinerja/deploy/private.sh"]
CMD ["/opt/kinerja/deploy/superset.sh"]
