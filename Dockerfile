FROM python:3.11-slim

RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core fonts-noto-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /app desk \
 && install -d -o desk -m 700 /files /backups /switches

WORKDIR /app
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/app/staticfiles
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
# For tables with random noise (STATISTICS_NOISE=on): docker compose build --build-arg LOCK=requirements-privacy.lock
ARG LOCK=requirements.lock
COPY requirements-privacy.lock ./
RUN pip install --no-cache-dir --require-hashes -r "$LOCK"
COPY . .
# Catalogues and static files need no secret; what this makes for itself is thrown away.
RUN DESK_DATA=/tmp/build python -m config.prepare files && rm -rf /tmp/build

USER desk
ENV DESK_ENV=production DESK_DATA=/tmp/desk BIND=0.0.0.0
EXPOSE 8000
CMD ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
