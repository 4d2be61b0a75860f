# One image for web, worker, beat and migrate; docker-compose.yml says which command each of them runs.
FROM python:3.11-slim-bookworm

# Pango draws the PDFs, Liberation Serif has the widths of Times New Roman.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-liberation \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home --shell /usr/sbin/nologin portal

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data STATIC_ROOT=/app/static-collected
WORKDIR /app

COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --requirement requirements.txt

COPY . .
# With a site address of https the hashed names of production are collected; this key is forgotten with the step.
RUN SITE_URL=https://localhost ALLOWED_HOSTS=localhost \
        SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" DATA_DIR=/tmp/build \
        python manage.py collectstatic --no-input \
    && rm -rf /tmp/build \
    && mkdir /data && chown portal:portal /data

USER portal
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/healthz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"]
CMD ["sh", "-c", "exec gunicorn config.wsgi --bind 0.0.0.0:8000 --workers ${WEB_WORKERS:-3} --threads 4 --timeout 60 --worker-tmp-dir /dev/shm --no-control-socket --access-logfile -"]
